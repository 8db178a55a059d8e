import { PortalQueryProvider } from '@sceneshift/backstage-platform-react';
import { Route, Routes } from 'react-router-dom';
import { PluginPage } from './PluginPage';
import { PluginsPage } from './PluginsPage';

/** `/plugins` lists them, `/plugins/:pluginId` shows one. */
export function RegistryRouter() {
  return (
    <PortalQueryProvider>
      <main>
        <Routes>
          <Route index element={<PluginsPage />} />
          <Route path=":pluginId/*" element={<PluginPage />} />
        </Routes>
      </main>
    </PortalQueryProvider>
  );
}

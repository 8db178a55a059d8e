import { PortalQueryProvider } from '@sceneshift/backstage-platform-react';
import { Route, Routes } from 'react-router-dom';
import { EnvironmentPage } from './EnvironmentPage';
import { EnvironmentsPage } from './EnvironmentsPage';

/** `/environments` lists them, `/environments/:environment` shows one. */
export function LifecycleRouter() {
  return (
    <PortalQueryProvider>
      <main>
        <Routes>
          <Route index element={<EnvironmentsPage />} />
          <Route path=":environment/*" element={<EnvironmentPage />} />
        </Routes>
      </main>
    </PortalQueryProvider>
  );
}

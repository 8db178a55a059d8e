import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Header } from '@backstage/ui';
import { PortalQueryProvider } from '@sceneshift/backstage-platform-react';
import { Route, Routes, useSearchParams } from 'react-router-dom';
import { plansRouteRef, rootRouteRef, upgradeRouteRef } from '../routes';
import { DependenciesPage } from './DependenciesPage';
import { PlanPage, PlansPage } from './PlansPage';
import { UpgradePage } from './UpgradePage';

/** `/dependencies` draws who needs whom, `/upgrade` looks at another release, `/plans` keeps what was planned. */
export function ResolverRouter() {
  return (
    <PortalQueryProvider>
      <main>
        <Header title="Dependencies" tabs={useTabs()} />
        <Container pt="4" pb="8">
          <Routes>
            <Route index element={<DependenciesPage />} />
            <Route path="upgrade" element={<UpgradePage />} />
            <Route path="plans" element={<PlansPage />} />
            <Route path="plans/:id" element={<PlanPage />} />
          </Routes>
        </Container>
      </main>
    </PortalQueryProvider>
  );
}

/** Tabs keep the environment that was chosen. */
function useTabs() {
  const [params] = useSearchParams();
  const environment = params.get('environment');
  const query = environment ? `?${new URLSearchParams({ environment })}` : '';
  const root = useRouteRef(rootRouteRef)?.() ?? '';
  const upgrade = useRouteRef(upgradeRouteRef)?.() ?? '';
  const plans = useRouteRef(plansRouteRef)?.() ?? '';
  return [
    { id: 'graph', label: 'Graph', href: `${root}${query}` },
    { id: 'upgrade', label: 'Upgrade Backstage', href: `${upgrade}${query}` },
    { id: 'plans', label: 'Plans', href: `${plans}${query}` },
  ];
}

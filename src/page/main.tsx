import './public-path.js';
import { createTheme, ThemeContext } from '@grafana/data';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { initialiseRegistries } from './registries.js';
import './page.css';

initialiseRegistries();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <ThemeContext.Provider value={createTheme({ colors: { mode: 'dark' } })}>
    <GlobalStyles />
    <App />
    <PortalContainer />
  </ThemeContext.Provider>,
);

import { mount } from 'svelte';
import App from './ui/App.svelte';
import { language } from './ui/language/language.svelte.ts';
import { AppState } from './ui/state/app.svelte.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/table.css';
import './ui/styles/presenter.css';

const app = new AppState();
void language.use(app.settings.languageCode).then(() => {
  mount(App, { target: document.getElementById('app')!, props: { app } });
});

import './styles/index.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { startLanguage } from './words/language.svelte';
import { startTheme } from './workbench/shell/theme.svelte';

startTheme();
await startLanguage();
mount(App, { target: document.getElementById('page')! });

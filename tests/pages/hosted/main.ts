/** The hosted panel by itself, with a simulated slice, for the end-to-end tests. */
import { mount } from 'svelte';
import '../../../src/ui/styles/tokens.css';
import '../../../src/ui/styles/base.css';
import Page from './Page.svelte';

mount(Page, { target: document.getElementById('app')! });

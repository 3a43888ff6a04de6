/**
 * The frame of every page; each page has a module of its own in `pages/`, loaded after this one.
 * Consent comes first, so that Waypost knows it before it hears of anything else.
 */

import { startConsent } from './consent.js';
import { drawFooter } from './footer.js';
import { drawHeader } from './header.js';
import { startRestore } from './restore.js';

startConsent();
drawHeader();
drawFooter();
startRestore();

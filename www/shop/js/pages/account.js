/** Account: a form that welcomes and forgets. */

import { whenValid } from '../forms.js';

const welcome = document.getElementById('welcome');

whenValid(document.getElementById('sign-up'), () => {
  document.getElementById('open').hidden = true;
  welcome.hidden = false;
  welcome.focus();
});

// The captures of every page. Their order does not matter.

import type { Attach } from '../capture';
import type { CaptureName } from '../types';
import { attach as copy } from './copy';
import { attach as engagement } from './engagement';
import { attach as error } from './error';
import { attach as request } from './request';
import { attach as section } from './section';
import { attach as slow } from './slow';
import { attach as vital } from './vital';

/** Each with the option that switches it off; those without ask for themselves what is on. */
export const captures: [attach: Attach, name?: CaptureName][] = [
  [engagement],
  [copy, 'copy'],
  [error, 'errors'],
  [request, 'requests'],
  [section, 'sections'],
  [slow, 'vitals'],
  [vital, 'vitals'],
];

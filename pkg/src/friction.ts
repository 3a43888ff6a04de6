// Clicks in anger and clicks in vain, loaded when something is pressed for the first time: before that there is neither.

import type { Attach, Capture } from './capture';
import { attach as dead } from './capture/dead';
import { takeOwnHosts } from './capture/own';
import { attach as rage } from './capture/rage';

/** `cause` is the press or click that caused the loading. Whether that one was in vain cannot be told any more. */
export const attach: Attach = (sink, cause) => {
  takeOwnHosts(sink.options.ownHosts);
  const both = [sink.on('rage') && rage(sink, cause), sink.on('dead') && dead(sink)].filter(Boolean) as Capture[];
  return {
    begin: () => both.forEach((each) => each.begin?.()),
    end: (isHidden) => both.forEach((each) => each.end?.(isHidden)),
  };
};

// posthog-js as its documentation sets it up, with what is no event switched off.
import posthog from 'posthog-js'

posthog.init('phc_bench', {
  api_host: location.origin,
  autocapture: false,
  capture_pageleave: false,
  // Browsers of tests are taken for robots, which are not counted.
  opt_out_useragent_filter: true,
  disable_session_recording: true,
  disable_surveys: true,
  disable_external_dependency_loading: true,
  advanced_disable_flags: true,
  loaded: () => { window.isReady = true },
})
window.told = (trial, n) => posthog.capture('told', { trial, n })
window.say = (name, data) => posthog.capture(name, data)

// Snowplow's browser tracker as its documentation sets it up, with its own collector path on the page's origin.
import { newTracker, trackPageView, trackSelfDescribingEvent, trackStructEvent } from '@snowplow/browser-tracker'

newTracker('sp', location.origin, { appId: 'bench', stateStorageStrategy: 'cookieAndLocalStorage', contexts: { webPage: true } })
window.told = (trial, n) => trackStructEvent({ category: 'told', action: trial, label: String(n) })
window.say = (name, data) =>
  trackSelfDescribingEvent({ event: { schema: `iglu:com.example/${name}/jsonschema/1-0-0`, data } })
trackPageView()
window.isReady = true

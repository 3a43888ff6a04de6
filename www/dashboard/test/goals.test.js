import assert from 'node:assert/strict';
import test from 'node:test';
import { changesGoals, readGoals } from '../src/goals.js';

const goal = { name: 'quiz_won', events: 12, sessions: 5 };
const shown = (answer, by) => readGoals(answer, by).map(({ label, events, sessions, share }) => [label, events, sessions, share]);

test('a goal has its count and its part of the visits', () => {
  assert.deepEqual(shown({ visits: 20, goals: [goal, { name: 'sign_up', events: 1, sessions: 1 }] }), [
    ['quiz_won', 12, 5, 0.25],
    ['Sign-up', 1, 1, 0.05],
  ]);
});

test('each group is measured by its own visits, and one without visits has no part', () => {
  const groups = [
    { value: 'phone', visits: 10, events: 9, sessions: 4 },
    { value: null, visits: 0, events: 3, sessions: 0 },
  ];
  const rows = readGoals({ visits: 10, goals: [{ ...goal, groups }] }, 'device');
  assert.deepEqual(
    rows.map(({ label, share, isGroup }) => [label, share, isGroup]),
    [
      ['quiz_won', 0.5, false],
      ['phone', 0.4, true],
      ['unknown device', null, true],
    ],
  );
});

test('goals change with what the catalogue or the site calls one, and with visits', () => {
  const events = [
    { name: 'quiz_won', data: { macro: true } },
    { name: 'purchase', data: {} },
    { name: 'page_view', data: {} },
    { name: 'quiz_won', data: { macro: false } },
    { name: 'constructor', data: {} },
  ];
  assert.deepEqual(events.map(changesGoals), [true, true, true, false, false]);
});

test('no goals are no rows', () => {
  assert.deepEqual(readGoals({ visits: 3, goals: [] }), []);
});

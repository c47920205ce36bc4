'use strict';

// The page is made of modules that come one by one: without one of them it would stay as it is written, without a word.
const RETRY_MILLIS = 3000;

document.querySelector('script[type=module]').addEventListener('error', () => {
  document.getElementById('connection').textContent = 'not loaded completely, loading again';
  setTimeout(() => location.reload(), RETRY_MILLIS);
});

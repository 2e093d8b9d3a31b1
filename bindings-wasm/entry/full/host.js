// What this engine needs of JavaScript is what the other one needs; one error class for both.
export * from '../host.js';

// Defines the custom elements. The engine is loaded when the first one has something to decide.
export { QudaoStanding } from './elements/standing.js';

export { Entity, modelOf } from './entity.js';
export { change, create, move, type NewEntity } from './writes.js';

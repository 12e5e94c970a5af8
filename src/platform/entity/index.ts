export { Entity, modelOf } from './entity.js';
export { change, create, move, moveAll, type NewEntity } from './writes.js';

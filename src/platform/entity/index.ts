export { Entity, modelOf } from './entity.js';
export { change, create, createLast, move, moveAll, type NewEntity } from './writes.js';

export { BusinessResolver, MyBusinessResolver } from './business.resolver.js';
export { BusinessService } from './business.service.js';

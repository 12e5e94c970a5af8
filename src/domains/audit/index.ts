export { AuditEntry } from './audit-entry.entity.js';
export { AuditResolver } from './audit.resolver.js';
export { AuditService } from './audit.service.js';

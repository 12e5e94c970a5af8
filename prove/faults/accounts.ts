import type { Fault } from './fault.js';

/** Who gets in, and who stays in. */
export const accounts: readonly Fault[] = [
  {
    name: 'old-password-not-asked',
    meaning: 'Whoever changes a password need not know the old one.',
    edits: [{ file: 'src/domains/people/credential.service.ts', from: 'if (!credential || !fits)', to: 'if (!credential)' }],
    within: 100,
  },
  {
    name: 'old-sessions-stay',
    meaning: 'Whoever is in by the old password stays in when it is changed.',
    edits: [{ file: 'src/domains/people/people.service.ts', from: '        await this.sessions.endOthers(viewer);\n', to: '' }],
    within: 100,
  },
  {
    name: 'token-works-twice',
    meaning: 'The token from the mail works more than once.',
    edits: [{ file: 'src/domains/people/emailed-tokens.ts', from: 'EmailedTokenModel.findOneAndDelete(', to: 'EmailedTokenModel.findOne(' }],
    within: 100,
  },
  {
    name: 'ended-session-refreshes',
    meaning: 'A session that was ended can be refreshed.',
    edits: [{ file: 'src/domains/people/session.service.ts', from: 'if (!session || !isAlive(session))', to: 'if (!session)' }],
    within: 50,
  },
  {
    name: 'each-tab-rotates',
    meaning: 'Two tabs that refresh at once each get a successor of their own.',
    edits: [
      {
        file: 'src/domains/people/session.service.ts',
        from: 'if (claimed.generation === session.generation - 1 && this.isInGrace(session)) return proofOf(user, session);',
        to: 'if (claimed.generation === session.generation - 1 && this.isInGrace(session)) return proofOf(user, await this.rotate(session, device));',
      },
    ],
    within: 50,
  },
  {
    name: 'suspended-may-log-in',
    meaning: 'Somebody who is suspended can begin a session.',
    edits: [
      { file: 'src/domains/people/session.service.ts', from: 'UserModel.updateOne({ _id: userId, suspension: null }', to: 'UserModel.updateOne({ _id: userId }' },
      { file: 'src/domains/people/people.service.ts', from: "    if (user.suspension) throw refusal('ACCOUNT_SUSPENDED');\n", to: '' },
    ],
    within: 100,
  },
  {
    name: 'nothing-in-the-audit',
    meaning: 'What an administrator does leaves no trace.',
    edits: [
      {
        file: 'src/domains/people/rights.service.ts',
        from: '        await this.audit.record(viewer, { action, targetId: userId, reason, before: rightsOf(before), after: rightsOf(user) });\n',
        to: '        void [action, rightsOf, this.audit];\n',
      },
    ],
    within: 50,
  },
];

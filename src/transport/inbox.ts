import { Eta } from 'eta';
import { type Response, Router } from 'express';

import { inboxHeaders } from './security-headers.js';

export const inboxPath = '/inbox';

export interface ShownMail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly createdAt: Date;
}

/** The mail that did not leave, newest first. */
export type ReadInbox = (howMany: number) => Promise<readonly ShownMail[]>;

const mailsShown = 50;

/**
 * For development, without a mail server and without an application: the mails, and the two pages that they lead to. What a mail
 * says is shown in a frame that may run nothing and knows nothing of this page.
 */
export function inbox(read: ReadInbox): Router {
  const router = Router();
  const show = (response: Response, type: string, body: string) => void response.type(type).send(body);
  router.get(inboxPath, inboxHeaders, async (_request, response) => show(response, 'html', page.call(eta, { mails: await read(mailsShown) })));
  router.get(`${inboxPath}/link.js`, inboxHeaders, (_request, response) => show(response, 'js', script));
  router.get('/verify-email', inboxHeaders, (_request, response) => show(response, 'html', landing.call(eta, { title: 'Verify your e-mail address', asks: false })));
  router.get('/reset-password', inboxHeaders, (_request, response) => show(response, 'html', landing.call(eta, { title: 'Choose a new password', asks: true })));
  return router;
}

const eta = new Eta({ autoEscape: true });

const head = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title><%= it.title ?? 'Inbox' %></title>
<style>body { max-width: 720px; margin: 24px auto; padding: 0 16px; font: 16px/1.5 sans-serif } iframe { width: 100%; height: 420px; border: 1px solid #ccc } small { color: #666 }</style>`;

const page = eta.compile(`${head}
<h1>Inbox</h1>
<p><small>Mail that did not leave, because no mail server is configured. For development only.</small></p>
<% if (it.mails.length === 0) { %><p>No mail yet.</p><% } %>
<% for (const { to, subject, html, createdAt } of it.mails) { %>
<details><summary><b><%= subject %></b> to <%= to %> <small><%= createdAt.toISOString() %></small></summary>
<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="<%= '<base target=_blank>' + html %>" title="<%= subject %>"></iframe></details>
<% } %>`);

const landing = eta.compile(`${head}
<h1><%= it.title %></h1>
<form><% if (it.asks) { %><input name="newPassword" type="password" minlength="8" maxlength="200" required autocomplete="new-password"> <% } %><button>Go on</button></form>
<p id="outcome"></p>
<script src="${inboxPath}/link.js"></script>`);

/** Nothing happens by opening a page: whatever reads mail on its own opens links, too. */
const script = `const form = document.querySelector('form');
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
const operation = location.pathname === '/reset-password'
  ? { query: 'mutation Reset($input: ResetPasswordInput!) { resetPassword(input: $input) }', input: () => ({ token, newPassword: form.newPassword.value }) }
  : { query: 'mutation Verify($input: VerifyEmailInput!) { verifyEmail(input: $input) { id } }', input: () => ({ token }) };
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ query: operation.query, variables: { input: operation.input() } });
  const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { errors } = await response.json();
  document.querySelector('#outcome').textContent = errors ? errors[0].message : 'Done.';
});
`;

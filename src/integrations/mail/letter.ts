import { Eta } from 'eta';

/** What a mail says, in whatever form it is read. Plain text throughout: what stands in it is never markup. */
export interface Letter {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Details, one in a line, such as what was used and when. */
  readonly details?: readonly (readonly [name: string, value: string])[];
  /** What to do about it. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Such as what to do when one has not asked for this. */
  readonly footnote?: string;
}

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title><%= it.subject %></title>
  </head>
  <body style="margin: 0; padding: 24px; background: #f4f4f2; color: #222; font: 16px/1.5 sans-serif">
    <div style="max-width: 560px; margin: 0 auto; padding: 24px; background: #fff; border-radius: 8px">
      <h1 style="margin: 0 0 16px; font-size: 20px"><%= it.subject %></h1>
<% for (const paragraph of it.paragraphs) { %>
      <p><%= paragraph %></p>
<% } %>
<% if (it.details) { %>
      <table style="border-spacing: 0">
<% for (const [name, value] of it.details) { %>
        <tr><td style="padding-right: 16px; color: #666"><%= name %></td><td><%= value %></td></tr>
<% } %>
      </table>
<% } %>
<% if (it.action) { %>
      <p><a href="<%= it.action.url %>" style="display: inline-block; padding: 10px 18px; background: #1d5c4b; color: #fff; border-radius: 6px; text-decoration: none"><%= it.action.label %></a></p>
      <p style="color: #666; font-size: 13px; word-break: break-all"><%= it.action.url %></p>
<% } %>
<% if (it.footnote) { %>
      <p style="color: #666; font-size: 13px"><%= it.footnote %></p>
<% } %>
    </div>
  </body>
</html>
`;

const text = `<% for (const paragraph of it.paragraphs) { %>
<%= paragraph %>


<% } %>
<% for (const [name, value] of it.details ?? []) { %>
<%= name %>: <%= value %>

<% } %>
<% if (it.details) { %>

<% } %>
<% if (it.action) { %>
<%= it.action.label %>:
<%= it.action.url %>


<% } %>
<% if (it.footnote) { %>
--
<%= it.footnote %>

<% } %>
`;

const escaping = new Eta({ autoEscape: true });
const plain = new Eta({ autoEscape: false });
const asHtml = escaping.compile(html);
const asText = plain.compile(text);

/** One layout for all letters; a domain says what stands in its own. */
export const render = (letter: Letter): Rendered => ({
  subject: letter.subject,
  text: asText.call(plain, letter),
  html: asHtml.call(escaping, letter),
});

import type { HallSettings } from '../platform/hall-settings.ts';
import type { Purpose } from '../texts/consents.ts';
import { type Hole, type Html, html, marked, wordsIn } from './html.ts';
import type { Memory } from './memory.schema.ts';
import { act, shell } from './shell.ts';
import { type ItemView, type View, viewOf, type ZoneView } from './view.ts';

const item = (view: View, one: ItemView): Html => {
  const name = wordsIn(view.language, one.name);
  return html`<li>
    ${one.href === undefined ? html`<strong>${name}</strong>` : html`<a href="${one.href}"><strong>${name}</strong></a>`}
    ${one.label !== undefined && html` <small>[${one.label}]</small>`}
    ${one.line !== undefined && one.line !== '' && html`<span class="s">${marked(one.line)}</span>`}
    ${one.about !== undefined && html`<span class="s">${wordsIn(view.language, one.about)}</span>`}
    ${one.notes.length > 0 && html`<span class="s">${marked(one.notes.join(' · '))}</span>`}
  </li>`;
};

const items = (view: View, all: readonly ItemView[]): Html => html`<ul>${all.map(one => item(view, one))}</ul>`;

const zone = (view: View, one: ZoneView): Html => html`<li class="zone">
  <span class="n" aria-hidden="true">${one.zone}</span>
  <div>
    <h3>${wordsIn(view.language, one.name)}${one.time !== undefined && html` <span class="s">${one.time}</span>`}</h3>
    ${one.notes.map(note => html`<span class="s">${marked(note)}</span>`)}
    ${one.items.length > 0 && items(view, one.items)}
  </div>
</li>`;

const section = (title: string, content: Hole, has: boolean): Hole =>
  has && html`<section><h2>${title}</h2>${content}</section>`;

const photos = (view: View, memory: Memory): Hole => {
  const all = [...(memory.photo ? [memory.photo] : []), ...memory.otherPhotos];
  return all.map(({ photoId, people }) => {
    const src = `${memory.links.page}/photo/${photoId}`;
    const alt =
      people > 1
        ? view.say('memory.photo.group', { people, day: memory.day })
        : view.say('memory.photo.alt', { day: memory.day });
    return html`<figure>
      <img src="${src}" width="1200" height="800" alt="${alt}">
      <figcaption><a class="go quiet" href="${src}?size=print" download="eg-memory.jpg">${view.say('page.download')}</a></figcaption>
    </figure>`;
  });
};

const drawing = (view: View, memory: Memory): Hole =>
  memory.drawing &&
  view.drawing &&
  html`<figure><img src="${memory.links.page}/photo/${memory.drawing.photoId}" width="1200" height="800" alt="${view.drawing.alt}"></figure>`;

/** May something of this visit be on the wall? A photo with others in it may be there by another's entry. */
const mayBeOnWall = (memory: Memory): boolean =>
  memory.entry === 'pending' ||
  memory.entry === 'approved' ||
  [memory.photo, ...memory.otherPhotos].some(photo => photo !== undefined && photo.people > 1);

/** Does the visitor's consent to this hold? */
export const agreedTo = (memory: Memory, purpose: Purpose): boolean =>
  memory.consents.some(consent => consent.purpose === purpose && consent.given);

const rights = (view: View, memory: Memory): Hole => {
  const { page, erase, unsubscribe } = memory.links;
  const { say } = view;
  return [
    mayBeOnWall(memory) &&
      html`<section><h2>${say('page.wall.title')}</h2><p>${say('page.wall.about')}</p>
        ${act(`${page}/wall`, say('page.wall.button'), 'go quiet')}</section>`,
    memory.consultations.some(talk => talk.contactShared) &&
      html`<section><h2>${say('page.contact.title')}</h2><p>${say('page.contact.about')}</p>
        ${act(`${page}/contact`, say('page.contact.button'), 'go quiet')}</section>`,
    agreedTo(memory, 'promotion') &&
      html`<section><h2>${say('mail.ad.label')}</h2><p>${say('page.promotion.about')}</p>
        ${act(unsubscribe, say('mail.ad.stop'), 'go quiet')}</section>`,
    html`<section><h2>${say('page.erase.title')}</h2><p>${say('page.erase.about')}</p>
      <a class="go quiet" href="${erase}">${say('page.erase.link')}</a></section>`,
  ];
};

/** The memory page: the whole visit, what can be taken home, and every right one press away. */
export const memoryPage = (memory: Memory, { settings }: { settings: HallSettings }): string => {
  const view = viewOf(memory, settings);
  const { say } = view;
  return shell(view.language, view.title, say('hall.name'), [
    html`<p>${marked(view.hello)}</p><p>${marked(view.intro)} ${view.tour !== undefined && marked(view.tour)}</p>`,
    view.inEnglish !== undefined && html`<p class="s">${view.inEnglish}</p>`,
    view.photoLate !== undefined && html`<p class="card">${view.photoLate}</p>`,
    photos(view, memory),
    section(
      say('memory.highlights'),
      html`<ul>${view.highlights.map(line => html`<li>${marked(line)}</li>`)}</ul>`,
      view.highlights.length > 0,
    ),
    section(say('memory.zones'), html`<ol>${view.zones.map(one => zone(view, one))}</ol>`, view.zones.length > 0),
    section(
      say('memory.words'),
      [
        view.message !== undefined && html`<blockquote dir="auto" lang="">${view.message}</blockquote>`,
        drawing(view, memory),
      ],
      view.message !== undefined || memory.drawing !== undefined,
    ),
    section(say('memory.consultations'), items(view, view.consultations), view.consultations.length > 0),
    section(say('memory.opened'), items(view, view.opened), view.opened.length > 0),
    section(say('memory.next'), items(view, view.next), view.next.length > 0),
    section(say('memory.services'), items(view, view.services), view.services.length > 0),
    section(
      say('memory.consents'),
      [html`<ul>${view.consents.map(line => html`<li>${line}</li>`)}</ul>`, html`<p class="s">${view.takeBack}</p>`],
      view.consents.length > 0,
    ),
    rights(view, memory),
    html`<footer>${wordsIn(view.language, view.who.name)}<br>${wordsIn(view.language, view.who.address)}<br><bdi dir="ltr">${view.who.contact}</bdi><br>
      <a href="${memory.links.privacy}">${say('mail.privacy')}</a></footer>`,
  ]);
};

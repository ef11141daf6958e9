// A day on a board through npm's trello.js, which checks every answer against its own schemas.
// node trello.mjs HOST KEY TOKEN, where HOST ends in /1. Prints one JSON object.
import { createTrelloClient } from 'trello.js';

const [host, apiKey, apiToken] = process.argv.slice(2);
const trello = createTrelloClient({ host, apiKey, apiToken });

const board = await trello.boards.createBoard({ name: 'Posts', defaultLists: false });
const drafting = await trello.lists.createList({ name: 'Drafting', idBoard: board.id, pos: 'bottom' });
const approved = await trello.lists.createList({ name: 'Approved', idBoard: board.id, pos: 'bottom' });
const card = await trello.cards.createCard({
  idList: drafting.id, name: 'Launch', desc: 'Soon', due: '2026-12-01T09:00:00.000Z',
});
const moved = await trello.cards.updateCard({ id: card.id, idList: approved.id, pos: 'top' });
const comment = await trello.cards.createCardComment({ id: card.id, text: 'ready?' });
const edited = await trello.actions.updateAction({ id: comment.id, text: 'ready!' });
const checklist = await trello.checklists.createChecklist({ idCard: card.id, name: 'Sign-off' });
await trello.checklists.createChecklistItem({ id: checklist.id, name: 'Legal' });
const labels = await trello.boards.getBoardLabels({ id: board.id });
await trello.cards.addCardLabel({ id: card.id, value: labels[0].id });
const link = await trello.cards.createCardAttachment({ id: card.id, url: 'https://example.org/a' });
const actions = await trello.boards.getBoardActions({ boardId: board.id, limit: 1000 });
const cardActions = await trello.cards.getCardActions({ id: card.id });
const again = await trello.cards.getCard({ id: card.id });
const cards = await trello.boards.getBoardCards({ id: board.id });
const lists = await trello.boards.getBoardLists({ id: board.id });
const memberships = await trello.boards.getBoardMemberships({ id: board.id });
const me = await trello.members.getMember({ id: 'me' });
const boards = await trello.members.getMemberBoards({ id: 'me' });
const batch = await trello.batch.run((b) => [
  b.boards.getBoard({ id: board.id }),
  b.cards.getCard({ id: card.id }),
]);
let refused = '';
try {
  await trello.cards.getCard({ id: '0'.repeat(24) });
} catch (error) {
  refused = error.message;
}
await trello.cards.deleteCard({ id: card.id });

console.log(JSON.stringify({
  moved: moved.idList === approved.id,
  due: again.due.toISOString(),
  comment: edited.data.text,
  kinds: actions.map((a) => a.type),
  dates: actions.every((a) => a.date instanceof Date),
  cardKinds: cardActions.map((a) => a.type),
  cards: cards.length,
  lists: lists.map((l) => l.name),
  labels: again.labels.length,
  link: link.url,
  admins: memberships.filter((m) => m.memberType === 'admin').length,
  me: me.username,
  boards: boards.map((b) => b.name),
  batch: batch.map((x) => x.name),
  refused,
}));

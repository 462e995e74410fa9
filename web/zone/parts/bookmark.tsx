/** The sign of "for later"; filled by CSS where its button is pressed. */
export const Bookmark = () => (
  <svg class="bookmark" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6 3.5h12a1 1 0 0 1 1 1v16l-7-4.6-7 4.6v-16a1 1 0 0 1 1-1Z" />
  </svg>
);

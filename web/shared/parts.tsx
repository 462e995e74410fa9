import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';

/** Heading of a step. It takes the focus when the step appears, so that readers of screens begin there. */
export const Title = ({ children, note }: { children: ComponentChildren; note?: ComponentChildren }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: false }), []);
  return (
    <div class="title">
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {note ? <p class="lead">{note}</p> : null}
    </div>
  );
};

/** A button. `main`: the one next thing; `plain`: another way; `link`: a small way out. */
export const Button = (props: {
  children: ComponentChildren;
  onPress(): void;
  kind?: 'main' | 'plain' | 'link';
  disabled?: boolean;
  label?: string;
  describedBy?: string;
}) => (
  <button
    type="button"
    class={`button ${props.kind ?? 'plain'}`}
    disabled={props.disabled ?? false}
    aria-label={props.label}
    aria-describedby={props.describedBy}
    onClick={props.onPress}
  >
    {props.children}
  </button>
);

/** A word to the visitor that interrupts nothing; readers of screens hear it. */
export const Notice = ({
  children,
  kind = 'calm',
}: {
  children: ComponentChildren;
  kind?: 'calm' | 'warn' | 'good';
}) => (
  <p class={`notice ${kind}`} role="status">
    {children}
  </p>
);

/** A question over the page: focus goes in and stays in until it is answered (`onCancel` by Escape). */
export const Dialog = (props: { title: string; children: ComponentChildren; wide?: boolean; onCancel(): void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  // Open as soon as it is there: an Escape that comes first would be lost.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={props.wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={title}
      onCancel={event => {
        event.preventDefault();
        props.onCancel();
      }}
      // A browser may close by Escape without asking; the ref is gone when we closed it ourselves.
      onClose={() => dialog.current && props.onCancel()}
    >
      <h2 id={title}>{props.title}</h2>
      {props.children}
    </dialog>
  );
};

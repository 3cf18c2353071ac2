/** A button that copies a text, and says "Copied" until another request is chosen. */
import { useSignal } from '@preact/signals';

export interface CopyProps {
  readonly label: string;
  readonly text: () => string;
  /** The id of the request; for another one the button says "Copy" again. */
  readonly of: number;
}

export function Copy({ label, text, of }: CopyProps) {
  const copied = useSignal<number | undefined>(undefined);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    copied.value = of;
  };
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      {copied.value === of ? 'Copied' : label}
    </button>
  );
}

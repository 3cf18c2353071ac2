/** A button that puts a text on the clipboard, and says so until something else is looked at. */
import { useSignal } from '@preact/signals';

export interface CopyProps {
  readonly label: string;
  readonly text: () => string;
  /** What it is about; another one is not copied yet. */
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

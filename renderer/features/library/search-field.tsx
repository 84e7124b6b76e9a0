import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { searchFor, useUi } from '../../state/ui-store.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** Finds games by title, short name, genre or maker; `/` and Ctrl+F go here, Escape clears it. */
export function SearchField(): ReactElement {
  const { header } = useStrings();
  const query = useUi((ui) => ui.query);
  const input = useRef<HTMLInputElement>(null);
  useSearchKeys(input);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[role="listitem"][tabindex="0"]')?.focus();
    }
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (query === '') input.current?.blur();
    searchFor('');
  };
  return (
    <div className="search">
      <Search className="search__icon" aria-hidden />
      <input
        ref={input}
        role="searchbox"
        className="search__input"
        aria-label={header.search}
        placeholder={header.search}
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          searchFor(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      {query === '' ? (
        <kbd className="search__key" aria-hidden>
          /
        </kbd>
      ) : (
        <IconButton
          className="search__clear"
          label={header.clearSearch}
          icon={<X />}
          onClick={() => {
            searchFor('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function useSearchKeys(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent): void => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
      const isSlash = event.key === '/' && !isTyping(event.target);
      if (!isFind && !isSlash) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', focus);
    return () => {
      window.removeEventListener('keydown', focus);
    };
  }, [input]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}

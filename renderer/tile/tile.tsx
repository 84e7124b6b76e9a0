import { type CSSProperties, memo, type ReactElement, useId, useMemo } from 'react';
import { generatedTile, type Letters } from './generated-tile.ts';
import { HEIGHT, WIDTH } from './motif.ts';
import type { Palette } from './palettes.ts';

const FONT = 'Inter,Segoe UI,SF Pro Display,system-ui,Roboto,Noto Sans,sans-serif';

export interface TileProps {
  readonly title: string;
  readonly genre: string;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
}

/**
 * The cover of a game that brings none, drawn in the page itself: each picture of SVG from an address
 * would be a document of its own in the browser, half a megabyte that is let go of late.
 */
export const Tile = memo(function Tile({ title, genre, ...look }: TileProps): ReactElement {
  const { palette, shapes, letters } = useMemo(() => generatedTile(title, genre), [title, genre]);
  const [ground, shade] = [useId(), useId()];
  const all = { width: WIDTH, height: HEIGHT };
  return (
    <svg
      {...look}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <Grounds ids={{ ground, shade }} palette={palette} />
      <rect {...all} fill={`url(#${ground})`} />
      {shapes.map((shape, place) => (
        <path key={place} {...shape} />
      ))}
      <rect {...all} fill={`url(#${shade})`} />
      {letters.map((line, place) => (
        <Line key={place} ink={palette.ink} line={line} />
      ))}
    </svg>
  );
});

interface GroundsProps {
  readonly ids: { readonly ground: string; readonly shade: string };
  readonly palette: Palette;
}

function Grounds({ ids, palette: { deep, ground } }: GroundsProps): ReactElement {
  return (
    <defs>
      <linearGradient id={ids.ground} x1="0" y1="0" x2="0.35" y2="1">
        <stop offset="0" stopColor={ground} />
        <stop offset="1" stopColor={deep} />
      </linearGradient>
      {/* Darkens the foot, so that the letters stand out from any picture. */}
      <linearGradient id={ids.shade} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0.45" stopColor={deep} stopOpacity="0" />
        <stop offset="1" stopColor={deep} stopOpacity="0.92" />
      </linearGradient>
    </defs>
  );
}

interface LineProps {
  readonly ink: string;
  readonly line: Letters;
}

function Line({ ink, line: { text, x, y, size } }: LineProps): ReactElement {
  return (
    <text
      {...{ x, y, fill: ink }}
      fontFamily={FONT}
      fontSize={size}
      fontWeight="800"
      letterSpacing="-0.02em"
    >
      {text}
    </text>
  );
}

/** @jsxImportSource react */
import {
  Divider,
  Flex,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from "@hubspot/ui-extensions";
import { FigureButton } from "./figure-button.tsx";
import { PaceBar, paceText, Status } from "./pace-bar.tsx";
import type { ExplainTarget, QuotaLine, QuotaView } from "./standings-api.ts";

interface LinesProps {
  readonly lines: readonly QuotaLine[];
  readonly onExplain: (target: ExplainTarget) => void;
}

/** The other quotas under each other, for the narrow card. */
export function QuotaList({ lines, onExplain }: LinesProps) {
  const others = lines.filter((line) => !line.main);
  if (others.length === 0) return null;
  return (
    <Flex direction="column" gap="small">
      <Divider />
      {others.map((line) => (
        <Flex key={line.metric} direction="column" gap="extra-small">
          <Flex justify="between" align="center">
            <Text format={{ fontWeight: "demibold" }}>{line.label}</Text>
            <FigureButton
              text={`${line.result} / ${line.quota}`}
              explain={line.explain}
              onExplain={onExplain}
            />
          </Flex>
          {line.bar && (
            <PaceBar bar={line.bar} text={paceText([line.percent, line.bar.paceLabel, line.hint])} />
          )}
          <Status status={line.status} />
        </Flex>
      ))}
    </Flex>
  );
}

/** What follows from a quota and its result. */
const DERIVED = ["toGo", "perWorkingDay", "projected"] as const;

/** Every quota as a row, for the wide card. */
export function QuotaTable({ lines, words, onExplain }: LinesProps & Pick<QuotaView, "words">) {
  if (lines.length === 0) return null;
  const figures = [words.result, words.toGo, words.perDay, words.projected];
  return (
    <Table bordered density="condensed">
      <TableHead>
        <TableRow>
          <TableHeader>{words.quota}</TableHeader>
          <TableHeader>{words.progress}</TableHeader>
          {figures.map((figure) => (
            <TableHeader key={figure} align="right">
              {figure}
            </TableHeader>
          ))}
          <TableHeader>{words.status}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map((line) => (
          <TableRow key={line.metric}>
            <TableCell>{line.label}</TableCell>
            <TableCell>
              {line.bar ? (
                <PaceBar bar={line.bar} text={paceText([line.percent, line.bar.paceLabel])} />
              ) : (
                line.percent
              )}
            </TableCell>
            <TableCell align="right">
              <FigureButton
                text={`${line.result} / ${line.quota}`}
                explain={line.explain}
                onExplain={onExplain}
              />
            </TableCell>
            {DERIVED.map((name) => (
              <TableCell key={name} align="right">
                <FigureButton text={line[name]} explain={line.explainEach?.[name]} onExplain={onExplain} />
              </TableCell>
            ))}
            <TableCell>
              <Status status={line.status} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

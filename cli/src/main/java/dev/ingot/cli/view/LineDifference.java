package dev.ingot.cli.view;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts by lines, in the unified format. */
public final class LineDifference {
  private static final int CONTEXT = 3;

  private record Line(char sign, String text) {}

  private LineDifference() {}

  /** The hunks, each line with an end; empty where nothing differs. */
  public static String unified(String before, String after) {
    List<Line> lines = lines(split(before), split(after));
    StringBuilder out = new StringBuilder();
    int oldLine = 1;
    int newLine = 1;
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).sign() == ' ') {
        at++;
        oldLine++;
        newLine++;
        continue;
      }
      int start = Math.max(0, at - CONTEXT);
      int end = end(lines, at);
      int lead = at - start;
      List<Line> hunk = lines.subList(start, end);
      int removed = (int) hunk.stream().filter(line -> line.sign() != '+').count();
      int added = (int) hunk.stream().filter(line -> line.sign() != '-').count();
      out.append("@@ -")
          .append(range(oldLine - lead, removed))
          .append(" +")
          .append(range(newLine - lead, added))
          .append(" @@\n");
      for (Line line : hunk) {
        out.append(line.sign()).append(line.text()).append('\n');
      }
      oldLine += removed - lead;
      newLine += added - lead;
      at = end;
    }
    return out.toString();
  }

  private static String range(int start, int count) {
    return count == 1 ? Integer.toString(start) : (count == 0 ? start - 1 : start) + "," + count;
  }

  /** The end of a hunk: after the context that follows its last change. */
  private static int end(List<Line> lines, int from) {
    int last = from;
    for (int i = from; i < lines.size() && i <= last + 2 * CONTEXT + 1; i++) {
      if (lines.get(i).sign() != ' ') {
        last = i;
      }
    }
    return Math.min(lines.size(), last + CONTEXT + 1);
  }

  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private static List<Line> lines(List<String> before, List<String> after) {
    ListOverlap<String> overlap = ListOverlap.of(before, after);
    List<Line> lines = new ArrayList<>();
    overlap.start().forEach(line -> lines.add(new Line(' ', line)));
    middle(overlap.left(), overlap.right(), lines);
    overlap.end().forEach(line -> lines.add(new Line(' ', line)));
    return lines;
  }

  private static void middle(List<String> before, List<String> after, List<Line> lines) {
    int i = 0;
    int j = 0;
    if ((long) before.size() * after.size() <= 16_000_000) {
      int[][] common = ListOverlap.lengths(before, after);
      while (i < before.size() && j < after.size()) {
        if (before.get(i).equals(after.get(j))) {
          lines.add(new Line(' ', before.get(i++)));
          j++;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
          lines.add(new Line('-', before.get(i++)));
        } else {
          lines.add(new Line('+', after.get(j++)));
        }
      }
    }
    while (i < before.size()) {
      lines.add(new Line('-', before.get(i++)));
    }
    while (j < after.size()) {
      lines.add(new Line('+', after.get(j++)));
    }
  }
}

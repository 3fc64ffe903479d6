package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import java.util.ArrayList;
import java.util.List;

/** Post-processing of the plain text of a template. */
final class TemplateText {
  private TemplateText() {}

  /**
   * Removes indentation if requested, joins adjacent texts, makes sure there is some text, and adds
   * the end.
   */
  static List<TemplatePart> finish(
      List<TemplatePart> parts, SourceRange start, SourceRange end, boolean indented) {
    if (indented) {
      removeIndentation(parts);
    }
    List<TemplatePart> joined = parts.size() < 2 ? parts : join(parts);
    if (joined.isEmpty()) {
      joined.add(new TemplatePart.Text("", start));
    }
    joined.add(new TemplatePart.End(end));
    return joined;
  }

  /**
   * Removes the common indentation of all lines. Lines of only spaces are ignored and unchanged;
   * results of interpolations are ignored, too.
   */
  private static void removeIndentation(List<TemplatePart> parts) {
    int least = Integer.MAX_VALUE;
    boolean lineStart = true;
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean first = lineStart;
      lineStart = false;
      if (parts.get(i) instanceof TemplatePart.Text part) {
        String text = part.text();
        lineStart = text.endsWith("\n");
        int spaces = spaces(text);
        if (first && !(lineStart && spaces == text.length())) {
          least = Math.min(least, spaces);
          firsts.add(i);
        }
      } else if (first) {
        least = 0;
      }
    }
    if (least == 0) {
      return;
    }
    for (int i : firsts) {
      TemplatePart part = parts.get(i);
      if (part instanceof TemplatePart.Text text) {
        SourceRange range = part.range();
        int removed = Math.min(least, text.text().length());
        int start = Math.min(range.start() + removed, range.end());
        parts.set(
            i,
            new TemplatePart.Text(
                text.text().substring(removed), new SourceRange(range.file(), start, range.end())));
      }
    }
  }

  private static int spaces(String text) {
    int count = 0;
    while (count < text.length() && Characters.isSpace(text.charAt(count))) {
      count++;
    }
    return count;
  }

  private static List<TemplatePart> join(List<TemplatePart> parts) {
    List<TemplatePart> joined = new ArrayList<>(parts.size());
    int i = 0;
    while (i < parts.size()) {
      TemplatePart part = parts.get(i);
      int end = i + 1;
      if (part instanceof TemplatePart.Text first
          && end < parts.size()
          && parts.get(end) instanceof TemplatePart.Text) {
        StringBuilder text = new StringBuilder(first.text());
        while (end < parts.size() && parts.get(end) instanceof TemplatePart.Text more) {
          text.append(more.text());
          end++;
        }
        part = new TemplatePart.Text(text.toString(), first.range().to(parts.get(end - 1).range()));
      }
      joined.add(part);
      i = end;
    }
    return joined;
  }
}

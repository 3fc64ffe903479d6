package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Quoting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the structure of a file: attributes and blocks. */
final class BodyParser {
  private static final String ITEM_REQUIRED = "Argument or block definition required";
  private static final String ITEM_REQUIRED_DETAIL =
      "An argument or block definition is required here.";
  private static final String EQUALS_REQUIRED_DETAIL =
      "An argument or block definition is required here. To set an argument, use the equals sign"
          + " \"=\" to introduce the argument value.";
  private static final String UNCLOSED = "Unclosed configuration block";
  private static final String UNCLOSED_DETAIL =
      "There is no closing brace for this block before the end of the file. This may be caused by"
          + " incorrect brace nesting elsewhere in this file.";
  private static final String INVALID_BLOCK = "Invalid block definition";
  private static final String INVALID_ONE_LINE = "Invalid single-argument block definition";

  private final TokenReader reader;
  private final ExpressionParser expressions;
  private final StringEscapes escapes;

  BodyParser(TokenReader reader) {
    this.reader = reader;
    this.expressions = new ExpressionParser(reader);
    this.escapes = expressions.templates().escapes();
  }

  /** The items of one body while it is parsed. */
  private static final class Items {
    private final Map<String, Body.Attribute> attributes = new LinkedHashMap<>();
    private final List<Body.Block> blocks = new ArrayList<>();
  }

  NativeBody parseFile() {
    Items items = new Items();
    SourceRange start = reader.source().range(0, 0);
    items(items, TokenKind.END, start);
    return body(items, start);
  }

  private NativeBody body(Items items, SourceRange start) {
    return new NativeBody(
        items.attributes, items.blocks, start, Math.max(start.end(), reader.lastRange().end()));
  }

  private void items(Items items, TokenKind close, SourceRange start) {
    while (true) {
      TokenKind kind = reader.peek();
      if (kind == close) {
        reader.read();
        return;
      }
      if (kind == TokenKind.NEWLINE) {
        reader.read();
      } else if (kind == TokenKind.IDENTIFIER) {
        item(items);
      } else if (kind == TokenKind.END) {
        reader.read();
        reader.errorUnlessRecovering(UNCLOSED, UNCLOSED_DETAIL, start);
        reader.setRecovering();
        return;
      } else {
        if (kind == TokenKind.OPEN_QUOTE) {
          reader.errorUnlessRecovering(
              "Invalid argument name", "Argument names must not be quoted.", reader.nextRange());
        } else {
          reader.errorUnlessRecovering(ITEM_REQUIRED, ITEM_REQUIRED_DETAIL, reader.nextRange());
        }
        reader.read();
        reader.recover(close);
        return;
      }
    }
  }

  private void item(Items items) {
    int name = reader.read();
    switch (reader.peek()) {
      case EQUAL -> {
        int mark = reader.errors();
        attribute(items, name);
        if (!reader.failedSince(mark) && attributeEnds(name)) {
          reader.read();
        } else {
          reader.recoverItem();
        }
      }
      case OPEN_QUOTE, OPEN_BRACE, IDENTIFIER -> block(items, name);
      default -> {
        reader.error(ITEM_REQUIRED, EQUALS_REQUIRED_DETAIL, reader.range(name));
        reader.recoverItem();
      }
    }
  }

  private void attribute(Items items, int name) {
    reader.read();
    Expression value = expressions.parse();
    SourceRange nameRange = reader.range(name);
    Body.Attribute attribute =
        new Body.Attribute(reader.text(name), value, nameRange, nameRange.to(reader.lastRange()));
    Body.Attribute existing = items.attributes.putIfAbsent(attribute.name(), attribute);
    if (existing != null) {
      reader.error(
          "Attribute redefined",
          "The argument "
              + Quoting.quoted(attribute.name())
              + " was already set at "
              + existing.nameRange()
              + ". Each argument may be set only once.",
          nameRange);
    }
  }

  /** Whether the attribute just read is followed by the end of its line. */
  private boolean attributeEnds(int name) {
    TokenKind kind = reader.peek();
    if (kind == TokenKind.NEWLINE || kind == TokenKind.END) {
      return true;
    }
    boolean comma = kind == TokenKind.COMMA;
    reader.errorUnlessRecovering(
        comma ? "Unexpected comma after argument" : "Missing newline after argument",
        (comma ? "Argument definitions must be separated by newlines, not commas. " : "")
            + "An argument definition must end with a newline.",
        reader.nextRange(),
        reader.range(name, reader.nextIndex()));
    return false;
  }

  private void block(Items items, int type) {
    List<String> labels = new ArrayList<>(2);
    List<SourceRange> labelRanges = new ArrayList<>(2);
    SourceRange header = reader.range(type);
    while (reader.peek() != TokenKind.OPEN_BRACE) {
      TokenKind kind = reader.peek();
      if (kind == TokenKind.OPEN_QUOTE) {
        QuotedStrings.Quoted label = QuotedStrings.read(reader, escapes);
        labels.add(label.text());
        labelRanges.add(label.range());
      } else if (kind == TokenKind.IDENTIFIER) {
        int label = reader.read();
        labels.add(reader.text(label));
        labelRanges.add(reader.range(label));
      } else {
        notABlock(type, kind);
        reader.recoverItem();
        NativeBody empty = new NativeBody(Map.of(), List.of(), header, header.end());
        items.blocks.add(
            new Body.Block(reader.text(type), labels, empty, header, labelRanges, header));
        return;
      }
    }
    SourceRange whole = labelRanges.isEmpty() ? header : header.to(labelRanges.getLast());
    NativeBody body = blockBody();
    items.blocks.add(new Body.Block(reader.text(type), labels, body, header, labelRanges, whole));
    TokenKind after = reader.peek();
    if (after == TokenKind.NEWLINE || after == TokenKind.END) {
      reader.read();
    } else {
      reader.errorUnlessRecovering(
          "Missing newline after block definition",
          "A block definition must end with a newline.",
          reader.nextRange(),
          reader.range(type, reader.nextIndex()));
      reader.recoverItem();
    }
  }

  private void notABlock(int type, TokenKind found) {
    SourceRange context = reader.range(type, reader.nextIndex());
    switch (found) {
      case EQUAL ->
          reader.error(
              INVALID_BLOCK,
              "The equals sign \"=\" indicates an argument definition, and must not be used when"
                  + " defining a block.",
              reader.nextRange(),
              context);
      case NEWLINE ->
          reader.error(
              INVALID_BLOCK,
              "A block definition must have block content delimited by \"{\" and \"}\", starting on"
                  + " the same line as the block header.",
              reader.nextRange(),
              context);
      default ->
          reader.errorUnlessRecovering(
              INVALID_BLOCK,
              "Either a quoted string block label or an opening brace (\"{\") is expected here.",
              reader.nextRange(),
              context);
    }
  }

  private NativeBody blockBody() {
    SourceRange brace = reader.range(reader.read());
    Items items = new Items();
    if (!reader.enter()) {
      reader.recover(TokenKind.CLOSE_BRACE);
      return body(items, brace);
    }
    SourceRange start = brace;
    switch (reader.peek()) {
      case NEWLINE, END, CLOSE_BRACE -> items(items, TokenKind.CLOSE_BRACE, brace);
      default -> {
        // As in HCL the body of a block on one line is its argument.
        start = reader.start(reader.nextIndex());
        oneLine(items, brace);
      }
    }
    reader.leave();
    return body(items, start);
  }

  /** The rest of a block on one line: one attribute at most. */
  private void oneLine(Items items, SourceRange brace) {
    int name = reader.read();
    if (reader.kind(name) != TokenKind.IDENTIFIER) {
      reader.error(ITEM_REQUIRED, ITEM_REQUIRED_DETAIL, reader.range(name));
      reader.recoverItem();
    } else {
      oneItem(items, name);
    }
    switch (reader.peek()) {
      case CLOSE_BRACE -> reader.read();
      case COMMA ->
          unclosedOneLine(
              "Single-line block syntax can include only one argument definition. To define"
                  + " multiple arguments, use the multi-line block syntax with one argument"
                  + " definition per line.");
      case NEWLINE ->
          unclosedOneLine(
              "An argument definition on the same line as its containing block creates a"
                  + " single-line block definition, which must also be closed on the same line."
                  + " Place the block's closing brace immediately after the argument definition.");
      case END -> {
        reader.errorUnlessRecovering(UNCLOSED, UNCLOSED_DETAIL, brace);
        reader.recover(TokenKind.CLOSE_BRACE);
      }
      default -> {
        reader.errorUnlessRecovering(
            INVALID_ONE_LINE,
            "A single-line block definition must end with a closing brace immediately after its"
                + " single argument definition.",
            reader.nextRange());
        reader.recover(TokenKind.CLOSE_BRACE);
      }
    }
  }

  private void oneItem(Items items, int name) {
    switch (reader.peek()) {
      case EQUAL -> {
        int mark = reader.errors();
        attribute(items, name);
        if (reader.failedSince(mark)) {
          reader.recoverItem();
        }
      }
      case OPEN_QUOTE, OPEN_BRACE, IDENTIFIER -> {
        reader.error(
            "Argument definition required",
            "A single-line block definition can contain only a single argument. If you meant to"
                + " define argument "
                + Quoting.quoted(reader.text(name))
                + ", use an equals sign to assign it a value. To define a nested block, place it on"
                + " a line of its own within its parent block.",
            reader.range(name, reader.nextIndex()));
        reader.recoverItem();
      }
      default -> {
        reader.error(ITEM_REQUIRED, EQUALS_REQUIRED_DETAIL, reader.range(name));
        reader.recoverItem();
      }
    }
  }

  private void unclosedOneLine(String detail) {
    reader.error(INVALID_ONE_LINE, detail, reader.nextRange());
    reader.recover(TokenKind.CLOSE_BRACE);
  }
}

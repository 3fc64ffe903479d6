package dev.ingot.lang;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects diagnostics in the order they are found. Safe for use by several threads. */
public final class Diagnostics {
  private final List<Diagnostic> found = new ArrayList<>();
  private boolean errors;

  /** Adds one. */
  public synchronized void add(Diagnostic diagnostic) {
    found.add(diagnostic);
    errors |= diagnostic.isError();
  }

  /** Adds several. */
  public synchronized void addAll(Collection<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  /** Adds all of another collector. */
  public void addAll(Diagnostics other) {
    addAll(other.list());
  }

  /** Adds an error at a place. */
  public void error(String summary, String detail, SourceRange subject) {
    add(Diagnostic.error(summary, detail, subject));
  }

  /** Adds an error at a place, whose detail names the program. */
  public void error(String summary, Phrase detail, SourceRange subject) {
    add(Diagnostic.error(summary, detail, subject));
  }

  /** Whether an error has been added. */
  public synchronized boolean hasErrors() {
    return errors;
  }

  /** Whether nothing has been added. */
  public synchronized boolean isEmpty() {
    return found.isEmpty();
  }

  /** The number added so far. */
  public synchronized int count() {
    return found.size();
  }

  /** The diagnostics added so far. */
  public synchronized List<Diagnostic> list() {
    return List.copyOf(found);
  }
}

package dev.ingot.deploy.plan;

import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;

/**
 * The rules that decide what is done with a configured instance. The first that applies decides:
 *
 * <pre>
 * rule             applies where                                   the instance is
 * MISSING          nothing is there                                created
 * TAINTED          what is there was never completed               replaced
 * REQUESTED        -replace names it                               replaced
 * TRIGGERED        something in replace_triggered_by changes       replaced
 * IMMUTABLE        its provider can't change it in place           replaced
 * UNCHANGED        its provider plans what is there                left alone
 * CHANGED          always                                          updated
 * </pre>
 *
 * <p>Rules: the recorded behaviour of Terraform 1.11.
 */
enum ActionRule {
  MISSING(ActionReason.NONE),
  TAINTED(ActionReason.REPLACE_BECAUSE_TAINTED),
  REQUESTED(ActionReason.REPLACE_BY_REQUEST),
  TRIGGERED(ActionReason.REPLACE_BY_TRIGGERS),
  IMMUTABLE(ActionReason.REPLACE_BECAUSE_CANNOT_UPDATE),
  UNCHANGED(ActionReason.NONE),
  CHANGED(ActionReason.NONE);

  private final ActionReason reason;

  ActionRule(ActionReason reason) {
    this.reason = reason;
  }

  /** What is there of an instance. */
  enum Presence {
    NOTHING,
    /** An object whose creation didn't succeed, or that was declared bad. */
    TAINTED_OBJECT,
    OBJECT
  }

  /**
   * What the rules look at.
   *
   * @param requested whether {@code -replace} names the instance
   * @param triggered whether something in {@code replace_triggered_by} changes
   * @param immutable whether its provider can't make the change in place
   * @param unchanged whether its provider plans what is there
   */
  record Facts(
      Presence presence,
      boolean requested,
      boolean triggered,
      boolean immutable,
      boolean unchanged) {
    /** Of an instance for which nothing else counts. */
    static Facts of(Presence presence) {
      return new Facts(presence, false, false, false, false);
    }
  }

  /** The rule that decides. */
  static ActionRule of(Facts facts) {
    for (ActionRule rule : values()) {
      if (rule.applies(facts)) {
        return rule;
      }
    }
    return CHANGED;
  }

  private boolean applies(Facts facts) {
    return switch (this) {
      case MISSING -> facts.presence() == Presence.NOTHING;
      case TAINTED -> facts.presence() == Presence.TAINTED_OBJECT;
      case REQUESTED -> facts.requested();
      case TRIGGERED -> facts.triggered();
      case IMMUTABLE -> facts.immutable();
      case UNCHANGED -> facts.unchanged();
      case CHANGED -> true;
    };
  }

  ActionReason reason() {
    return reason;
  }

  /**
   * Whether the new object has to be planned from nothing: the provider was asked for a change in
   * place.
   */
  boolean startsAfresh() {
    return this == REQUESTED || this == TRIGGERED || this == IMMUTABLE;
  }

  /**
   * What is done.
   *
   * @param createsFirst whether a replacement creates before it destroys
   */
  ChangeAction action(boolean createsFirst) {
    return switch (this) {
      case MISSING -> ChangeAction.CREATE;
      case TAINTED, REQUESTED, TRIGGERED, IMMUTABLE ->
          createsFirst ? ChangeAction.CREATE_THEN_DELETE : ChangeAction.DELETE_THEN_CREATE;
      case UNCHANGED -> ChangeAction.NO_OP;
      case CHANGED -> ChangeAction.UPDATE;
    };
  }
}

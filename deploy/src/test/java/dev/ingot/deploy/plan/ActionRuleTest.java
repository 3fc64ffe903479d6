package dev.ingot.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.plan.ActionRule.Facts;
import dev.ingot.deploy.plan.ActionRule.Presence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ActionRuleTest {
  /** All facts there can be about an instance of which something is there or not. */
  private static List<Facts> all(Presence presence) {
    List<Facts> all = new ArrayList<>();
    for (int bits = 0; bits < 16; bits++) {
      all.add(
          new Facts(presence, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0));
    }
    return all;
  }

  @Test
  void whatIsMissingIsCreatedWhateverElseIsTrue() {
    assertThat(all(Presence.NOTHING)).extracting(ActionRule::of).containsOnly(ActionRule.MISSING);
    assertThat(ActionRule.MISSING.action(true)).isEqualTo(ChangeAction.CREATE);
    assertThat(ActionRule.MISSING.reason()).isEqualTo(ActionReason.NONE);
  }

  @Test
  void whatIsTaintedIsReplacedWhateverElseIsTrue() {
    assertThat(all(Presence.TAINTED_OBJECT))
        .extracting(ActionRule::of)
        .containsOnly(ActionRule.TAINTED);
    assertThat(ActionRule.TAINTED.reason()).isEqualTo(ActionReason.REPLACE_BECAUSE_TAINTED);
  }

  @Test
  void aRequestCountsBeforeATriggerAndThatBeforeWhatTheProviderSays() {
    for (Facts facts : all(Presence.OBJECT)) {
      ActionRule expected =
          facts.requested()
              ? ActionRule.REQUESTED
              : facts.triggered()
                  ? ActionRule.TRIGGERED
                  : facts.immutable()
                      ? ActionRule.IMMUTABLE
                      : facts.unchanged() ? ActionRule.UNCHANGED : ActionRule.CHANGED;
      assertThat(ActionRule.of(facts)).as("%s", facts).isEqualTo(expected);
    }
  }

  @Test
  void aReplacementIsInTheOrderOfItsResourceAndSaysWhy() {
    for (ActionRule rule :
        List.of(
            ActionRule.TAINTED, ActionRule.REQUESTED, ActionRule.TRIGGERED, ActionRule.IMMUTABLE)) {
      assertThat(rule.action(true)).isEqualTo(ChangeAction.CREATE_THEN_DELETE);
      assertThat(rule.action(false)).isEqualTo(ChangeAction.DELETE_THEN_CREATE);
      assertThat(rule.reason()).isNotEqualTo(ActionReason.NONE);
    }
  }

  @Test
  void whatIsChangedOrNotKeepsItsObject() {
    assertThat(ActionRule.CHANGED.action(true)).isEqualTo(ChangeAction.UPDATE);
    assertThat(ActionRule.UNCHANGED.action(true)).isEqualTo(ChangeAction.NO_OP);
  }

  @Test
  void onlyWhatWasPlannedAsAChangeInPlaceIsPlannedAgainAsNew() {
    assertThat(ActionRule.values())
        .filteredOn(ActionRule::startsAfresh)
        .containsExactly(ActionRule.REQUESTED, ActionRule.TRIGGERED, ActionRule.IMMUTABLE);
  }
}

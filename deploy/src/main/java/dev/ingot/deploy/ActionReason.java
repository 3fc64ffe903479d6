package dev.ingot.deploy;

/** Why a plan contains a change, if not obvious. The texts are those of plan JSON 1.2. */
public enum ActionReason {
  /** Obvious. */
  NONE(""),
  REPLACE_BECAUSE_TAINTED("replace_because_tainted"),
  REPLACE_BY_REQUEST("replace_by_request"),
  REPLACE_BY_TRIGGERS("replace_by_triggers"),
  REPLACE_BECAUSE_CANNOT_UPDATE("replace_because_cannot_update"),
  DELETE_BECAUSE_NO_RESOURCE_CONFIG("delete_because_no_resource_config"),
  DELETE_BECAUSE_WRONG_REPETITION("delete_because_wrong_repetition"),
  DELETE_BECAUSE_COUNT_INDEX("delete_because_count_index"),
  DELETE_BECAUSE_EACH_KEY("delete_because_each_key"),
  DELETE_BECAUSE_ENABLED_FALSE("delete_because_enabled_false"),
  DELETE_BECAUSE_NO_MODULE("delete_because_no_module"),
  DELETE_BECAUSE_NO_MOVE_TARGET("delete_because_no_move_target"),
  READ_BECAUSE_CONFIG_UNKNOWN("read_because_config_unknown"),
  READ_BECAUSE_DEPENDENCY_PENDING("read_because_dependency_pending"),
  READ_BECAUSE_CHECK_NESTED("read_because_check_nested");

  private final String text;

  ActionReason(String text) {
    this.text = text;
  }

  /** The text in plan JSON; empty for {@link #NONE}. */
  public String text() {
    return text;
  }
}

package io.tenterhook.cli.probe;

/** Joins the namespace as the client does, with its auth. */
final class NamespaceStep {
  private final Target target;
  private final String namespace;

  NamespaceStep(Target target, String namespace) {
    this.target = target;
    this.namespace = namespace;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.NAMESPACE);
    taking.note("nsp", Text.line(namespace));
    Target.Joined joined = target.joining().join(namespace);
    if (joined.accepted()) {
      return taking.ok(joined.says());
    }
    taking.note("next", joined.next());
    return taking.failed(
        joined.refused() ? Finding.CONNECT_ERROR : Finding.CONNECT_FAILED, joined.says());
  }
}

"""One node of a draft: how it reads, what its test asks, where it stands in the tree."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.htmx import render_page
from apps.coverage import services
from apps.coverage.domain import editing
from apps.coverage.domain.errors import PolicyInvalid, PolicyRefused
from apps.coverage.domain.tree import Node, PolicyFile, parse
from apps.coverage.domain.typed_tests import REQUIRED
from apps.coverage.forms.nodes import AS_JSON, NO_TEST, NodeForm, node_initial, switched
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors import access_policy
from apps.coverage.selectors.pages import groups_for, node_view
from apps.coverage.views.pages import is_post

FORM_OR_POST = require_http_methods(["GET", "POST"])
writing = permission_required(Permission.WRITE_POLICIES)
KINDS = [(NO_TEST, "None: the words alone"), *((kind, kind.capitalize()) for kind in REQUIRED), (AS_JSON, "As JSON")]


@FORM_OR_POST
@writing
def policy_node(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Change how one node reads; ``node`` in the address names it."""
    policy, policy_file, node = _asked(request, pk, "node")
    form = NodeForm(_posted(request), initial=node_initial(node))
    if not is_post(request) or "show" in request.POST:
        return _page(request, policy, form, node)
    new = _tried(form, lambda: editing.node_replace(policy_file.root, node.node_id, form.values(node.children)))
    return _saved(request, policy, form, new, node)


@FORM_OR_POST
@writing
def policy_node_add(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Add a node to the group that ``node`` names: a criterion, or a group with its first criterion."""
    policy, policy_file, parent = _asked(request, pk, "node")
    op = "all" if request.GET.get("op") == "group" else "leaf"
    form = NodeForm(_posted(request), initial={"op": op, "node_id": _next_id(policy_file.root, parent)})
    if not is_post(request) or "show" in request.POST:
        return _page(request, policy, form, parent, adds=True)
    new = _tried(form, lambda: editing.node_add(policy_file.root, parent.node_id, _new_node(form)))
    return _saved(request, policy, form, new, parent, adds=True)


@require_POST
@writing
def policy_node_place(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Move a node up, down or into another group, or remove it with all below it."""
    policy, policy_file, node = _asked(request, pk, "node")
    try:
        root = _placed(policy_file.root, node.node_id, request.POST)
        _kept(request, policy, root)
    except (PolicyInvalid, PolicyRefused) as refusal:
        messages.error(request, refusal.sentence)
        here = reverse("coverage:policy_node", args=[pk])
        return redirect(f"{here}?{urlencode({'node': node.node_id})}")
    messages.success(request, "Removed." if request.POST.get("to") == "remove" else "Moved.")
    return redirect(_anchor(policy, root, node.node_id))


def _placed(root: Node, node_id: str, posted: Any) -> Node:
    to = posted.get("to", "")
    if to in {"up", "down"}:
        return editing.node_shift(root, node_id, -1 if to == "up" else 1)
    if to == "remove":
        return editing.node_remove(root, node_id)
    return editing.node_move(root, node_id, posted.get("group", ""))


def _new_node(form: NodeForm) -> Node:
    """Return the node that is added; a group begins with one criterion, for an empty group asks nothing."""
    if form.cleaned_data["op"] == "leaf":
        return form.values(())
    first = Node(f"{form.cleaned_data['node_id'].strip()}.1", "leaf", "Write the first criterion.", None, None, ())
    return form.values((first,))


def _tried(form: NodeForm, make: Callable[[], Node]) -> Node | None:
    if not form.is_valid():
        return None
    try:
        return make()
    except PolicyInvalid as refusal:
        form.add_error(None, refusal.sentence)
        return None


def _saved(
    request: PersonRequest, policy: CoveragePolicy, form: NodeForm, root: Node | None, node: Node, adds: bool = False
) -> HttpResponse:
    """Keep the tree as it now reads and lead back to it; a refusal shows the form as it was typed."""
    if root is None:
        return _page(request, policy, form, node, adds=adds, status=422)
    try:
        _kept(request, policy, root)
    except (PolicyInvalid, PolicyRefused) as refusal:
        form.add_error(None, refusal.sentence)
        fresh = access_policy(request.user, policy.pk)
        return _page(request, fresh, form, node, adds=adds, seen=fresh.sha256, status=422)
    messages.success(request, "Changed.")
    return redirect(_anchor(policy, root, node.node_id))


def _kept(request: PersonRequest, policy: CoveragePolicy, root: Node) -> None:
    services.policy_edit(
        policy=policy, new=replace(parse(policy.body), root=root), seen=request.POST.get("seen", ""),
        person=request.user, actor=actor_for(request.user),
    )  # fmt: skip


def _anchor(policy: CoveragePolicy, root: Node, node_id: str) -> str:
    numbers = {node.node_id: number for number, node in enumerate(root.walk(), start=1)}
    here = f"#node-{numbers[node_id]}" if node_id in numbers else ""
    return reverse("coverage:policy_detail", args=[policy.pk]) + here


def _asked(request: PersonRequest, pk: UUID, name: str) -> tuple[CoveragePolicy, PolicyFile, Node]:
    policy = access_policy(request.user, pk)
    policy_file = parse(policy.body)
    try:
        return policy, policy_file, editing.find(policy_file.root, request.GET.get(name, ""))
    except PolicyInvalid:
        raise Http404 from None


def _posted(request: PersonRequest) -> Any:
    """Return what was posted; a button that only shows another kind of test says which."""
    if not is_post(request):
        return None
    return switched(request.POST.dict()) if "show" in request.POST else request.POST


def _next_id(root: Node, parent: Node) -> str:
    taken = {node.node_id for node in root.walk()}
    stem = "" if parent is root else f"{parent.node_id}."
    return next(f"{stem}{number}" for number in range(1, len(taken) + 2) if f"{stem}{number}" not in taken)


def _page(
    request: PersonRequest,
    policy: CoveragePolicy,
    form: NodeForm,
    node: Node,
    *,
    adds: bool = False,
    seen: str = "",
    status: int = 200,
) -> HttpResponse:
    if "show" in request.POST:  # another kind of test is shown: nothing was to be kept yet
        form.errors.clear()
    root = parse(policy.body).root
    context = {
        "policy": policy, "form": form, "node": node, "adds": adds, "view": node_view(node), "kinds": KINDS,
        "groups": list(groups_for(root, node)), "is_root": node.node_id == root.node_id,
        "seen": seen or request.POST.get("seen") or policy.sha256,
    }  # fmt: skip
    return render_page(request, "coverage/policy_node.html", "coverage/partials/test.html", context, status=status)

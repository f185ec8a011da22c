"""Who may: organizations, people, care teams."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from apps.access.domain.audit_review import CONCLUSION_WORDS, Conclusion
from apps.access.domain.break_glass import LONGEST, EmergencyOutcome, EmergencyReason
from apps.access.domain.factors import Factor
from apps.access.domain.names import formal_name
from apps.access.domain.notices import Notice
from apps.access.domain.roles import ROLES
from apps.core.crypto.sealed import sealed_bytes, sealed_json, sealed_text
from apps.core.models import Record


class Organization(Record):
    """A tenant: the outer fence around every record. What stands on its letters is empty where nobody entered it."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)  # its lines, parted by line breaks
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class LetterheadVersion(Record):
    """What stood on an organization's letters from then on, and who wrote it. Never changed: the last one counts."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="letterheads")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, null=True, related_name="+")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person


class Person(Record, AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. Nobody is a superuser: a superuser would pass every object check without a grant."""

    email = models.EmailField(unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="people")
    display_name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    specialty = models.CharField(max_length=100, blank=True)
    site = models.CharField(max_length=100, blank=True)  # where they work: a clinic, a ward
    npi = models.CharField(max_length=10, blank=True)
    role = models.CharField(max_length=30, choices=[(key, role.name) for key, role in ROLES.items()])
    is_active = models.BooleanField(default=True)
    access_taken = models.PositiveIntegerField(default=0)  # how often: sessions of before stay closed for good
    is_emergency = models.BooleanField(default=False)  # a sealed account for when the identity provider is away (H02)
    notices_waiting = models.PositiveSmallIntegerField(default=0)  # how many of ``AccountNotice`` they have not read

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="person_is_never_superuser"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="person_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """Return what a session must hold to stay open: it changes with the password and whenever access is taken."""
        return salted_hmac("apps.access.Person", f"{self.password}:{self.access_taken}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same under each earlier secret key that is still accepted."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield salted_hmac(
                "apps.access.Person", f"{self.password}:{self.access_taken}", secret=secret, algorithm="sha256"
            ).hexdigest()

    @property
    def formal_name(self) -> str:
        return formal_name(self.display_name, self.credentials)

    @property
    def role_name(self) -> str:
        return ROLES[self.role].name


class CareTeam(Record):
    """A group of people who hold their patients' grants together."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="care_teams")
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="care_team")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "slug"], name="care_team_slug_unique_in_organization")
        ]

    def __str__(self) -> str:
        return self.name


class BreakGlassGrant(Record):
    """A time-limited, reasoned, view-only override for one patient, whom ``patient_id`` names without a key."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="break_glass_grants")
    patient_id = models.UUIDField(db_index=True)
    reason_code = models.CharField(max_length=40, choices=[(reason.value, reason.label) for reason in EmergencyReason])
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    @property
    def reason_words(self) -> str:
        return EmergencyReason(self.reason_code).label

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    expires_at__gt=models.F("opened_at"), expires_at__lte=models.F("opened_at") + LONGEST
                ),
                name="break_glass_lasts_an_hour_at_most",
            ),
            models.CheckConstraint(
                condition=models.Q(reason_code__in=[reason.value for reason in EmergencyReason]),
                name="break_glass_reason_is_known",
            ),
            models.UniqueConstraint(
                fields=["person", "patient_id"], condition=models.Q(ended_at=None), name="break_glass_is_open_once"
            ),
        ]


class BreakGlassReview(Record):
    """What a privacy officer found of an emergency, in their own words. Never changed: the last one counts."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(BreakGlassGrant, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=[(found.value, found.label) for found in EmergencyOutcome])
    attestation = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[found.value for found in EmergencyOutcome]),
                name="break_glass_outcome_is_known",
            )
        ]


class SigningFactor(Record):
    """Something of a person's own that shows at a signature that it is they: a key, an app with codes, or an account.

    An account is one at the identity provider. Rows stay: what signed once can always be named. A removed one proves
    nothing any more; an app's secret is emptied.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signing_factors")
    kind = models.CharField(
        max_length=10,
        choices=[(Factor.WEBAUTHN, "Security key"), (Factor.TOTP, "App"), (Factor.OIDC, "Account elsewhere")],
    )
    key_sha256 = models.CharField(max_length=64)  # of the key's own id, an app's row, an account's issuer and subject
    host = models.CharField(max_length=253, blank=True)  # where a key answers; an account's issuer
    name_sealed = models.BinaryField()
    secret_sealed = models.BinaryField()  # a key's public half; an app's secret; an account's subject
    sign_count = models.BigIntegerField(default=0)  # how often a key says it signed
    last_step = models.BigIntegerField(default=0)  # of the last code that was used
    confirmed_at = models.DateTimeField(null=True)  # an app counts from its first code on
    last_used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    halted_at = models.DateTimeField(null=True)  # its counter went back: somebody may hold a copy

    name = sealed_text("name_sealed", subject="person_id")
    secret = sealed_bytes("secret_sealed", subject="person_id", beside=("kind", "key_sha256"))

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key_sha256"], condition=models.Q(removed_at=None), name="signing_factor_belongs_to_one_person"
            )
        ]


class StepUpChallenge(Record):
    """What a security key, or the identity provider, was asked to sign, for two minutes and one answer.

    A provider's answer waits here, checked and sealed, until the act takes it; or why it counts nothing.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    object_type = models.CharField(max_length=20)
    object_id = models.CharField(max_length=36)
    record_sha256 = models.CharField(max_length=64, blank=True)
    meaning = models.CharField(max_length=20, blank=True)
    nonce = models.CharField(max_length=64)
    challenge = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=253)
    origin = models.CharField(max_length=300)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=20, blank=True, default="")
    answer_sealed = models.BinaryField(default=b"")

    answer = sealed_json("answer_sealed", subject="person_id", beside=("challenge",))


class AccessReview(Record):
    """Somebody looked at who may see what, and put their name to it. Never changed; the newest one counts.

    ``seen_sha256`` is of the very rows they were shown: the export of that moment can be held against it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="access_reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_sha256 = models.CharField(max_length=64)
    counted = models.JSONField(default=dict)  # figures only: people, grants, unused rights ...
    findings_sealed = models.BinaryField()
    next_due = models.DateField()

    findings = sealed_text("findings_sealed", subject="organization_id", beside=("seen_sha256",))

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]


class AuditReview(Record):
    """Somebody looked at a week of the log and put their name to it. Never changed: the newest one of a week counts.

    ``up_to`` is the last row they were shown, ``head`` its hash: what came in later was not looked at.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="audit_reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    up_to = models.BigIntegerField()
    head = models.CharField(max_length=64)
    conclusion = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Conclusion])
    note_sealed = models.BinaryField()

    note = sealed_text("note_sealed", subject="organization_id", beside=("monday",))

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["organization", "monday"], name="audit_review_of_week")]

    @property
    def conclusion_words(self) -> str:
        return CONCLUSION_WORDS[Conclusion(self.conclusion)][0]


class OpenSession(AbstractBaseSession):
    """A session of a browser, with whose it is, so that it can be listed and ended (S05). ``ended_at``: it stays so."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="open_sessions")
    ended_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")  # it stands on this model


class RecoveryCode(Record):
    """One of the codes that open the page of one's factors when these are lost. Shown once; only a hash is kept."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recovery_codes")
    code_sha256 = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)  # newer ones were made, or the person left


class PasswordLink(Record):
    """A way to choose a password once, which an administrator starts and hands over; only a hash of it is kept."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="password_links")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)


class KnownPlace(Record):
    """From where a person signed in before, as a keyed hash that names nothing.

    Of two kinds: a browser and its network, of which people are told; the value that a browser keeps (``door``).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_places")
    place_sha256 = models.CharField(max_length=64)
    last_used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "place_sha256"], name="place_is_known_once_to_a_person")
        ]


class AccountNotice(Record):
    """Something about an account that its person reads on their next page, until they say that they know (S03)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in Notice])
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # whose account, of others
    role = models.CharField(max_length=30, blank=True)  # which they came to
    read_at = models.DateTimeField(null=True)

    @property
    def whom(self) -> str:
        return self.about.formal_name if self.about else ""

    @property
    def role_given(self) -> str:
        return ROLES[self.role].name if self.role in ROLES else ""

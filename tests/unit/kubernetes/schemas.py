"""What the operators' own resources must look like, as far as we use them.

KEDA 2.16, RabbitMQ cluster operator 2, MongoDB community operator 0.13: written from their
published API references, closed (``additionalProperties`` false) so that a misspelt key shows.
"""

from collections.abc import Mapping
from typing import Any, Final

Schema = Mapping[str, Any]
TEXT: Final = {"type": "string", "minLength": 1}
COUNT: Final = {"type": "integer", "minimum": 1}
ANYTHING: Final = {"type": "object"}


def shape(*, also: Mapping[str, Any] | None = None, **needed: Schema) -> Schema:
    """Return an object with exactly these members; those in ``also`` may be absent."""
    members = {**needed, **(also or {})}
    return {
        "type": "object",
        "properties": members,
        "required": list(needed),
        "additionalProperties": False,
    }


def listed(item: Schema) -> Schema:
    """Return a list with at least one such item."""
    return {"type": "array", "items": item, "minItems": 1}


_QUEUE: Final = shape(
    type={"const": "rabbitmq"},
    metadata=shape(
        protocol={"enum": ["amqp", "http", "auto"]},
        queueName=TEXT,
        mode={"enum": ["QueueLength", "MessageRate"]},
        value={"type": "string", "pattern": r"^\d+$"},
    ),
    authenticationRef=shape(name=TEXT),
)
_PROCESSOR: Final = shape(
    type={"enum": ["cpu", "memory"]},
    metricType={"enum": ["Utilization", "AverageValue"]},
    metadata=shape(value={"type": "string", "pattern": r"^\d+$"}),
)
_ROLE: Final = shape(
    role=TEXT,
    db=TEXT,
    roles={"type": "array"},
    privileges=listed(
        shape(resource=shape(db=TEXT, collection={"type": "string"}), actions=listed(TEXT))
    ),
)
_USER: Final = shape(
    name=TEXT,
    db=TEXT,
    passwordSecretRef=shape(name=TEXT, key=TEXT),
    scramCredentialsSecretName={"type": "string", "pattern": r"^[a-z0-9-]+$"},
    roles=listed(shape(name=TEXT, db=TEXT)),
)
SPECS: Final[Mapping[str, Schema]] = {
    "ScaledObject": shape(
        scaleTargetRef=shape(name=TEXT),
        minReplicaCount=COUNT,
        maxReplicaCount=COUNT,
        triggers=listed({"anyOf": [_QUEUE, _PROCESSOR]}),
        also={"cooldownPeriod": COUNT},
    ),
    "TriggerAuthentication": shape(
        secretTargetRef=listed(shape(parameter=TEXT, name=TEXT, key=TEXT))
    ),
    "RabbitmqCluster": shape(
        replicas=COUNT,
        image=TEXT,
        persistence=shape(storage=TEXT),
        resources=shape(requests=ANYTHING, limits=ANYTHING),
        rabbitmq=shape(additionalPlugins=listed(TEXT), additionalConfig=TEXT),
        affinity=ANYTHING,
        override=shape(statefulSet=shape(spec=shape(template=shape(spec=ANYTHING)))),
    ),
    "MongoDBCommunity": shape(
        type={"const": "ReplicaSet"},
        members=COUNT,
        version={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        security=shape(authentication=shape(modes=listed(TEXT)), roles=listed(_ROLE)),
        users=listed(_USER),
        additionalMongodConfig=ANYTHING,
        statefulSet=shape(spec=ANYTHING),
    ),
}

"""Django's Redis cache with one client per process, since under ASGI each request would open its own connection."""

from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property


class SharedRedisCache(RedisCache):
    """A RedisCache whose instances for one address share one client and its connection pool."""

    _clients: ClassVar[dict[str, Any]] = {}
    _servers: list[str]
    _options: dict[str, Any]
    _class: type[Any]

    @cached_property
    def _cache(self) -> Any:
        key = f"{self._servers} {sorted(self._options.items())}"
        if key not in self._clients:
            self._clients[key] = self._class(self._servers, **self._options)
        return self._clients[key]

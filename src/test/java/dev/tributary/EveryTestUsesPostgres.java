package dev.tributary;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.TestResourceScope;

/** Gives every {@code @QuarkusTest} the one PostgreSQL. */
@WithTestResource(value = PostgresForTests.class, scope = TestResourceScope.GLOBAL)
final class EveryTestUsesPostgres {}

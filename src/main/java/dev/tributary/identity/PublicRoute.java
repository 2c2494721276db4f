package dev.tributary.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource or method under {@code /rest} that answers without a caller. Every other one is refused with 401 before it
 * runs ({@link CallerFilter}), so forgetting something closes a door rather than opening one.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface PublicRoute {}

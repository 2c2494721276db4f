package dev.tributary.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a text in an answer, or a list of such: it is a constant of this enum in lower case, and the API's description says so. {@link ApiSchemas} reads it at
 * build time.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface OneOf {
    Class<? extends Enum<?>> value();
}

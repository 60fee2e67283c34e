package io.serinus.report;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method whose answer tells of no other namespace than the one that the query parameter {@code namespace} names, so
 * that the right to that namespace is enough to read it. Without the annotation the parameter does not count.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface NarrowedByNamespace {
    /** Whether it tells of no other release than the one that the query parameter {@code name} names beside it. */
    boolean andName() default false;
}

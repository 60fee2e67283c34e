package io.serinus.stats.classic;

/** Checks of arguments that several tests share. */
final class Require {
    private Require() {}

    static void designEffect(double value) {
        if (!(value >= 1 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("designEffect is " + value + ", expected a finite number, 1 or more");
        }
    }

    static void finite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + values[i] + ", expected a finite number");
            }
        }
    }

    static void events(String name, double events, double trials) {
        if (!(events >= 0 && events <= trials)) {
            throw new IllegalArgumentException(name + " is " + events + ", expected a number from 0 to " + trials);
        }
    }
}

@NullMarked
package com.example.serving;

import org.jspecify.annotations.NullMarked;

/** What the rooms of this module share: the settings that name region and endpoints. */
@NullMarked
package io.elasticinference.aliyun.internal;

import org.jspecify.annotations.NullMarked;

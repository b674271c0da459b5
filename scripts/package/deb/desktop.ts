import type { PackageNames } from '../../../electron-builder.config.ts'

/** The MIME type of a run bundle. */
export const bundleType = 'application/x-descent-lab-run'

/** What a file manager offers the program for. */
const openedTypes = [bundleType, 'text/csv', 'text/tab-separated-values']

/** How the program stands in a desktop's menu. */
export function desktopEntry({ product }: PackageNames): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${product}`,
    `Name[zh_CN]=${product}`,
    'GenericName=Laboratory for optimizers',
    'GenericName[zh_CN]=优化器实验室',
    'Comment=See how optimizers work, and measure which one to use',
    'Comment[zh_CN]=看清优化器如何工作，测出该用哪一个',
    'Exec=/usr/bin/descent-lab %F',
    'Icon=descent-lab',
    'Terminal=false',
    'StartupNotify=true',
    'StartupWMClass=descent-lab',
    'Categories=Education;Science;',
    'Keywords=optimizer;gradient;descent;machine learning;training;',
    'Keywords[zh_CN]=优化器;梯度下降;机器学习;训练;',
    `MimeType=${openedTypes.join(';')};`,
    '',
  ].join('\n')
}

/** Tells the system what a run bundle is. @see shared-mime-info's specification */
export function mimeDescription(): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    `  <mime-type type="${bundleType}">`,
    '    <comment>Descent Lab run</comment>',
    '    <comment xml:lang="zh_CN">Descent Lab 运行记录</comment>',
    '    <sub-class-of type="application/zip"/>',
    '    <icon name="descent-lab"/>',
    '    <glob pattern="*.descentrun"/>',
    '  </mime-type>',
    '</mime-info>',
    '',
  ].join('\n')
}

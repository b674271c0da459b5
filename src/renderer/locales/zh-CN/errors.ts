import type { Messages } from '../types.ts'

/** A sentence for every error that the page can meet: what happened, and what to do. */
export const errorsZhCN: Messages['errors'] = {
  'bad-spec': '实验室拒绝了这个实验：{first}。请更正后重新运行。',
  'race-too-large': '这场竞速所需的内存超过上限。请缩小规模。',
  'bad-message': '页面与实验室之间的消息无法识别。请关闭程序，重新打开后再运行。',
  'not-found': '所请求的内容已不存在。请重新运行。',
  'lab-busy': '有其他工作正在运行。请在下方停止它，或等它结束后再开始。',
  'wrong-phase': '训练已经越过了这个阶段，当前显示的是它的最新状态。',
  'tensorflow-missing':
    '无法加载 TensorFlow 原生库，因此不能训练。请在项目文件夹中运行“npm run setup”，然后重试。',
  'trainer-died':
    '训练进程在第 {step} 步意外终止。此前的记录点都保留在图表和运行日志中。请重试：新的进程会接替它。',
  'trainer-failed':
    '训练进程在第 {step} 步遇到错误并停止。此前的记录点已保留。请重试；若再次出现，请复制详细信息以便报告。',
  'log-failed':
    '无法写入运行日志，为避免丢失数据，训练已结束。请腾出磁盘空间，或检查运行文件夹是否可写，然后重试。',
  'run-busy': '另一个窗口或程序正在使用此运行或调参搜索。请等它结束或在那边关闭它，然后重试。',
  'no-checkpoint': '此运行无法继续：没有与之相符的检查点。请将它作为表单打开，重新比赛。',
  'cannot-grow':
    '无法为此比赛追加种子：它由较早版本的程序记录，或追加次数过多。请用更多种子重新比赛。',
  'rates-settled':
    '此比赛只有一部分在训练，其余种子已经完成。现在改变学习率只会对部分种子生效：请重新比赛。',
  'bad-bundle': '无法打开此运行包：{reason}。请在原处重新导出。',
  'not-saved': '文件未能保存。请腾出空间或另选文件夹后再次保存；不会留下写了一半的文件。',
  'bad-table': '无法把这个文件读成表格。请在数据实验台上改变读取方式，或换一个文件。',
  'table-changed': '表格文件在打开之后有改动。请在数据实验台上重新打开。',
  'table-foreign':
    '该运行把本机上的一个文件当作数据表，却没有记录其哈希值：它可能来自别处，指的是另一个文件。请在数据实验台上自行打开该表格，再重新竞速。',
  'table-missing': '表格文件已不存在。请放回原处，或在数据实验台上另选一个表格。',
  'file-too-large':
    '文件超过 {limit}，这个页面无法上传。请在文件所在的机器上运行本程序，或另存为通常更小的 Parquet 格式。',
  'file-not-taken':
    '文件没能传入实验室。请确认它是文件而不是文件夹、仍在原处且允许读取、连接正常且磁盘有空间，然后重试。',
  'bad-file': '无法使用 {path}：{reason}。请另选文件，或从备份恢复。',
  'cluster-refused': 'Slurm 没有接受此任务：{reason}。请修改选项或模板，或询问集群管理员。',
  'shard-failed':
    '分片 {shard} 已运行 {tries} 次，都没有完成。请查看其文件夹下 slurm/log 中的日志，排除问题后继续。',
  disconnected: '实验室没有响应。请确认它的程序仍在运行，然后重试。',
  internal: '程序自身出现错误。请重试；若再次出现，请复制详细信息以便报告。',
}
